package ledger

const childStore = "BIDUI_LEDGER_TEST_CHILD"

func child(string) int { return 0 }
