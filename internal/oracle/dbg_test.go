package oracle
import ("testing";"fmt")
func TestDbg(t *testing.T){
	for seed := range uint64(300) {
		in := seeded(seed)
		if len(in.Members) < 100 { continue }
		w := read(in)
		fmt.Print(seed, " ", len(in.Members), in.TeamBasis)
		for _, row := range in.Villages { fmt.Print(" [", row["area_code"], " ", w.poorPeople(text(row["area_code"])), row["poor_village"], "]") }
		fmt.Println()
	}
}
