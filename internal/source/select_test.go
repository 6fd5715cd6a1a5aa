package source

import "testing"

func TestIsSelect(t *testing.T) {
	for statement, want := range map[string]bool{
		"SELECT 1": true, "  select\n* from t": true, "(SELECT 1) UNION (SELECT 2)": true, "WITH a AS (SELECT 1) SELECT * FROM a": true,
		"TABLE t": true, "": false, "DROP TABLE t": false, "SELECTED": false, "INSERT INTO t SELECT 1": false, "CALL p()": false,
	} {
		if isSelect(statement) != want {
			t.Errorf("%q: want %v", statement, want)
		}
	}
}
