package table

// YesNo is a new dictionary of the words of yes/no cells, in small letters.
func YesNo() map[string]Answer {
	return map[string]Answer{
		"是": Yes, "有": Yes, "√": Yes, "✓": Yes, "✔": Yes, "y": Yes, "yes": Yes, "1": Yes, "true": Yes,
		"否": No, "无": No, "×": No, "✗": No, "✘": No, "x": No, "n": No, "no": No, "0": No, "false": No,
	}
}
