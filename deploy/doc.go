// Package deploy holds no code. Its tests have Prometheus, Alertmanager and their
// tools judge what lies here: the rules and their unit tests, the routes and
// messages, the runbook, and all of it at work on the sample county.
package deploy
