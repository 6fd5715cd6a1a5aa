package rules

import (
	"encoding/json"
	"strconv"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
)

// Severity grades a finding. Info is recorded but never counts as unresolved.
type Severity uint8

// The severities, mildest first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// String is the severity as tables, metrics and exports write it.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity is the inverse of String.
func ParseSeverity(text string) (Severity, bool) {
	for i, name := range severityNames {
		if name == text {
			return Severity(i), true
		}
	}
	return 0, false
}

// Finding is one discrepancy as a run saw it. (Kind, Subject, Qualifier) is its
// identity; all text is its own copy. It mirrors the ledger's table.
type Finding struct {
	Kind      *Kind
	Subject   string // household:…, member:…, person:…, village:… or phone:…
	Qualifier string
	Severity  Severity
	Area      registry.Area

	HouseholdID, MemberID, IDNumber, Name string // what is known of the subject
	Registry, Agency, Expected            string // the values on either side, and the one that would end it
	Detail                                Detail
}

// Detail mirrors the ledger's column of that name: what explains a finding
// beyond its values. Origins are lineage: they say where the rows stood, and a
// change in them is no change of the finding. They come last.
type Detail struct {
	Route          string       `json:"route,omitempty"`
	Class          string       `json:"class,omitempty"`
	Reason         string       `json:"reason,omitempty"`
	Inferred       bool         `json:"inferred,omitempty"`
	OutsideWindow  bool         `json:"outside_window,omitempty"`
	Suspected      bool         `json:"suspected,omitempty"`
	*Slip                       // of near matches
	*Others                     // of kinds that speak of more than their subject
	Active         *int         `json:"active,omitempty"` // nil: nobody counted
	DueOn          string       `json:"due_on,omitempty"`
	RegistryOrigin table.Origin `json:"registry_origin,omitzero"`
	AgencyOrigin   table.Origin `json:"agency_origin,omitzero"`
	OtherOrigin    table.Origin `json:"other_origin,omitzero"` // of a second row of one side, where two contradict each other
}

// Origins names the members of a Detail's JSON that are lineage, in their order.
var Origins = [...]string{"registry_origin", "agency_origin", "other_origin"}

// Slip is how two numbers that are near each other differ.
type Slip struct {
	Difference     string `json:"difference,omitempty"`
	Position       int    `json:"position,omitempty"`
	RegistryNumber string `json:"registry_number,omitempty"` // masked, with the difference in brackets
	AgencyNumber   string `json:"agency_number,omitempty"`
	AgencyName     string `json:"agency_name,omitempty"`
}

// Others is what else a finding is about.
type Others struct {
	Members    []string `json:"members,omitempty"`
	People     int      `json:"people,omitempty"`
	Ours       []string `json:"ours,omitempty"`
	Households []string `json:"households,omitempty"`
}

// JSON is the detail as the ledger stores it: an object, {} when there is nothing to say.
func (d Detail) JSON() string {
	text, err := json.Marshal(d)
	if err != nil { // strings, booleans and numbers always marshal
		panic(err)
	}
	return string(text)
}

// Facts is JSON without the lineage. There are very many findings, and nearly all
// have one of the same few facts, if any: a number, or a word of ours that needs
// no escaping.
func (d Detail) Facts() string {
	d.RegistryOrigin, d.AgencyOrigin, d.OtherOrigin = table.Origin{}, table.Origin{}, table.Origin{}
	switch d {
	case Detail{}:
		return "{}"
	case Detail{Active: d.Active}:
		return `{"active":` + strconv.Itoa(*d.Active) + "}"
	case Detail{Class: d.Class}:
		return `{"class":"` + d.Class + `"}`
	case Detail{Reason: d.Reason}:
		return `{"reason":"` + d.Reason + `"}`
	}
	return d.JSON()
}
