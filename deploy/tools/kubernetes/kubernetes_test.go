// Package kubernetes builds deploy/kubernetes as kubectl apply -k does, and reads
// what comes out strictly into the types of the Kubernetes API.
package kubernetes

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const manifests = "../../kubernetes"

// objects is what an overlay makes, by kind and name.
type objects map[string]runtime.Object

// decoder knows the kinds that there are, and no field that they do not have.
func decoder(t *testing.T) runtime.Decoder {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, batchv1.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme, monitoring.AddToScheme,
	} {
		must(t, add(scheme))
	}
	return serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
}

func build(t *testing.T, overlay string) objects {
	t.Helper()
	return buildIn(t, filepath.Join(manifests, overlay))
}

func buildIn(t *testing.T, dir string) objects {
	t.Helper()
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	must(t, err)
	found, decode := objects{}, decoder(t)
	for _, resource := range made.Resources() {
		text, err := resource.AsYAML()
		must(t, err)
		object, kind, err := decode.Decode(text, nil, nil)
		if err != nil {
			t.Fatalf("%s %s: %v", resource.GetKind(), resource.GetName(), err)
		}
		found[kind.Kind+" "+regexp.MustCompile(`-[a-z0-9]{10}$`).ReplaceAllString(resource.GetName(), "")] = object
	}
	return found
}

// get is an object of a kind.
func get[T runtime.Object](t *testing.T, from objects, name string) T {
	t.Helper()
	object, ok := from[name].(T)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	return object
}

func TestOverlaysMakeWhatTheySay(t *testing.T) {
	base := []string{
		"ConfigMap bidui-config", "CronJob bidui-run", "Deployment bidui", "Namespace bidui", "NetworkPolicy bidui",
		"PersistentVolumeClaim bidui-feeds", "PersistentVolumeClaim bidui-state", "PodDisruptionBudget bidui", "Secret bidui-secrets", "Service bidui",
	}
	for overlay, want := range map[string][]string{"base": base, "monitored": append(slices.Clone(base), "ServiceMonitor bidui")} {
		var got []string
		for name := range build(t, overlay) {
			got = append(got, name)
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", overlay, diff)
		}
	}
}

func TestAFieldThatThereIsNotIsFound(t *testing.T) {
	_, _, err := decoder(t).Decode([]byte("apiVersion: batch/v1\nkind: CronJob\nspec: {timezone: Asia/Shanghai}\n"), nil, nil)
	if err == nil || !strings.Contains(err.Error(), "timezone") {
		t.Errorf("timezone for timeZone: %v", err)
	}
}

// pods is the templates by which pods are made.
func pods(t *testing.T) map[string]corev1.PodTemplateSpec {
	t.Helper()
	all := build(t, "base")
	return map[string]corev1.PodTemplateSpec{
		"serve": get[*appsv1.Deployment](t, all, "Deployment bidui").Spec.Template,
		"run":   get[*batchv1.CronJob](t, all, "CronJob bidui-run").Spec.JobTemplate.Spec.Template,
	}
}

// TestPodsAreRestricted holds them to the restricted standard of pod security, and a read-only root.
func TestPodsAreRestricted(t *testing.T) {
	for name, pod := range pods(t) {
		spec, c := pod.Spec, pod.Spec.Containers[0]
		if s := spec.SecurityContext; !*s.RunAsNonRoot || *s.RunAsUser == 0 || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s: the pod runs as %+v", name, s)
		}
		if s := c.SecurityContext; *s.AllowPrivilegeEscalation || !*s.ReadOnlyRootFilesystem || !slices.Contains(s.Capabilities.Drop, "ALL") {
			t.Errorf("%s: the container runs as %+v", name, s)
		}
		if spec.AutomountServiceAccountToken == nil || *spec.AutomountServiceAccountToken {
			t.Errorf("%s: it is given a token that it has no use for", name)
		}
		if c.Resources.Limits.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() {
			t.Errorf("%s: it may use anything", name)
		}
		if len(c.Env)+len(c.EnvFrom) > 0 {
			t.Errorf("%s: secrets are files, not variables", name)
		}
	}
}

// TestWhatIsMountedIsMade follows each mount to its volume, and each volume to what it shows.
func TestWhatIsMountedIsMade(t *testing.T) {
	all := build(t, "base")
	config := get[*corev1.ConfigMap](t, all, "ConfigMap bidui-config")
	secrets := get[*corev1.Secret](t, all, "Secret bidui-secrets")
	for name, pod := range pods(t) {
		volumes := map[string]corev1.Volume{}
		for _, v := range pod.Spec.Volumes {
			volumes[v.Name] = v
			switch {
			case v.ConfigMap != nil && v.ConfigMap.Name != config.Name:
				t.Errorf("%s: no config map %s", name, v.ConfigMap.Name)
			case v.Secret != nil && v.Secret.SecretName != secrets.Name:
				t.Errorf("%s: no secret %s", name, v.Secret.SecretName)
			case v.PersistentVolumeClaim != nil && all["PersistentVolumeClaim "+v.PersistentVolumeClaim.ClaimName] == nil:
				t.Errorf("%s: no claim %s", name, v.PersistentVolumeClaim.ClaimName)
			}
		}
		for _, mount := range pod.Spec.Containers[0].VolumeMounts {
			if _, ok := volumes[mount.Name]; !ok {
				t.Errorf("%s: no volume %s", name, mount.Name)
			}
		}
		if text := config.Data["bidui.yaml"]; !strings.Contains(text, "${file:/run/secrets/bidui/db-password}") || secrets.Data["db-password"] == nil {
			t.Errorf("the configuration does not read the secret:\n%s", text)
		}
	}
}

func TestServeIsOne(t *testing.T) {
	all := build(t, "base")
	d := get[*appsv1.Deployment](t, all, "Deployment bidui")
	if *d.Spec.Replicas != 1 || d.Spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType {
		t.Errorf("%d replicas, %s", *d.Spec.Replicas, d.Spec.Strategy.Type)
	}
	budget := get[*policyv1.PodDisruptionBudget](t, all, "PodDisruptionBudget bidui")
	if budget.Spec.MinAvailable != nil || budget.Spec.MaxUnavailable.IntValue() != 1 {
		t.Errorf("nodes cannot be drained: %+v", budget.Spec)
	}
	c := d.Spec.Template.Spec.Containers[0]
	for path, probe := range map[string]*corev1.Probe{"/healthz": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
		if probe.HTTPGet.Path != path || probe.HTTPGet.Port.String() != c.Ports[0].Name {
			t.Errorf("%s is asked at %s:%s", path, probe.HTTPGet.Path, probe.HTTPGet.Port.String())
		}
	}
}

func TestTheCronJobIsCareful(t *testing.T) {
	c := get[*batchv1.CronJob](t, build(t, "base"), "CronJob bidui-run").Spec
	if *c.TimeZone != "Asia/Shanghai" || c.ConcurrencyPolicy != batchv1.ForbidConcurrent || c.StartingDeadlineSeconds == nil || !*c.Suspend {
		t.Errorf("%+v", c)
	}
	if args := strings.Join(c.JobTemplate.Spec.Template.Spec.Containers[0].Args, " "); !strings.Contains(args, "--push http") || !strings.Contains(args, "--instance ") {
		t.Errorf("it pushes under the name of a pod: %s", args)
	}
}

// TestSelectorsFindTheirPods looks for pods and services as the cluster would.
func TestSelectorsFindTheirPods(t *testing.T) {
	all, both := build(t, "monitored"), pods(t)
	serve, run := labels.Set(both["serve"].Labels), labels.Set(both["run"].Labels)
	service := get[*corev1.Service](t, all, "Service bidui")
	monitor := get[*monitoring.ServiceMonitor](t, all, "ServiceMonitor bidui")
	for name, row := range map[string]struct {
		selector metav1.LabelSelector
		yes, no  []labels.Set
	}{
		"Deployment":          {*get[*appsv1.Deployment](t, all, "Deployment bidui").Spec.Selector, []labels.Set{serve}, []labels.Set{run}},
		"Service":             {metav1.LabelSelector{MatchLabels: service.Spec.Selector}, []labels.Set{serve}, []labels.Set{run}},
		"PodDisruptionBudget": {*get[*policyv1.PodDisruptionBudget](t, all, "PodDisruptionBudget bidui").Spec.Selector, []labels.Set{serve}, []labels.Set{run}},
		"NetworkPolicy":       {get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy bidui").Spec.PodSelector, []labels.Set{serve, run}, nil},
		"ServiceMonitor":      {monitor.Spec.Selector, []labels.Set{service.Labels}, []labels.Set{run}},
	} {
		selector, err := metav1.LabelSelectorAsSelector(&row.selector)
		must(t, err)
		for i, set := range append(slices.Clone(row.yes), row.no...) {
			if selector.Matches(set) != (i < len(row.yes)) {
				t.Errorf("%s: %s and %s: %v", name, selector, set, selector.Matches(set))
			}
		}
	}
	if port := monitor.Spec.Endpoints[0].Port; port != service.Spec.Ports[0].Name {
		t.Errorf("the monitor looks at port %s", port)
	}
}

// TestArgumentsAreFlagsOfTheProgram has the program read them, and the configuration of the map.
func TestArgumentsAreFlagsOfTheProgram(t *testing.T) {
	program := filepath.Join(t.TempDir(), "bidui")
	if out, err := command(t, "../../..", "go", "build", "-o", program, "./cmd/bidui"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "bidui.yaml")
	text := get[*corev1.ConfigMap](t, build(t, "base"), "ConfigMap bidui-config").Data["bidui.yaml"]
	must(t, os.WriteFile(config, []byte(text), 0o600))
	for name, pod := range pods(t) {
		args := slices.Clone(pod.Spec.Containers[0].Args)
		for i, arg := range args {
			if arg == "/etc/bidui/bidui.yaml" {
				args[i] = config
			}
		}
		out, err := command(t, dir, program, args...)
		if err == nil || !strings.Contains(out, "store: ") || !strings.Contains(out, "secret file: open /run/secrets/bidui/db-password") {
			t.Errorf("%s gets further than to the secret, which is not there, or not that far: %v\n%s", name, err, out)
		}
	}
	if out, err := command(t, dir, program, "serve", "--nope"); err == nil {
		t.Errorf("anything is a flag: %s", out)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// command is what a program writes, and how it ended.
func command(t *testing.T, dir, program string, args ...string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), program, args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}
