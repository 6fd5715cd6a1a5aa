package table

import "encoding/json"

// MarshalJSON writes the origin as {"file": …, "sheet": …, "row": …}, the sheet
// only where there is one.
func (o Origin) MarshalJSON() ([]byte, error) {
	place := struct {
		File  string `json:"file,omitempty"`
		Sheet string `json:"sheet,omitempty"`
		Row   int    `json:"row"`
	}{Row: o.Row}
	if o.Source != nil {
		place.File, place.Sheet = o.Source.File, o.Source.Sheet
	}
	return json.Marshal(place)
}
