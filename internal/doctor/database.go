package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// smallPacket is the max_allowed_packet below which a long note or detail may
// not get through; our own statements carry about 1 MiB.
const smallPacket = 4 << 20

// settings judges what a MySQL-protocol server is set to. bidui sets its sessions
// itself; that it does not show means that something between drops what is set.
func settings(s map[string]string) (found []Warning) {
	warn := func(ok bool, name, advice string) {
		if value, known := s[name]; known && !ok {
			found = append(found, Warning{"database", fmt.Sprintf("%s is %s", name, cmp.Or(value, "empty")), advice})
		}
	}
	const proxy = "this is set at the start of each session: look at the proxy or the init_connect between"
	packet, err := strconv.ParseInt(s["max_allowed_packet"], 10, 64)
	warn(err == nil && packet >= smallPacket, "max_allowed_packet", "set it to 16M or more")
	warn(s["innodb_flush_log_at_trx_commit"] == "1", "innodb_flush_log_at_trx_commit", "set it to 1, or a power cut loses runs that were reported as recorded")
	warn(s["time_zone"] == "+00:00", "time_zone", proxy)
	modes := strings.Split(s["sql_mode"], ",")
	warn(slices.Contains(modes, "STRICT_ALL_TABLES") || slices.Contains(modes, "STRICT_TRANS_TABLES"), "sql_mode", proxy)
	warn(strings.HasPrefix(s["character_set_client"], "utf8mb4"), "character_set_client", proxy)
	warn(strings.HasPrefix(s["character_set_connection"], "utf8mb4"), "character_set_connection", proxy)
	warn(s["collation_connection"] == "utf8mb4_bin", "collation_connection", proxy)
	warn(strings.HasPrefix(s["collation_database"], "utf8mb4_"), "collation_database",
		"ALTER DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, so that new tables take every character")
	for _, name := range []string{"tx_isolation", "transaction_isolation"} {
		usual := []string{"REPEATABLE-READ", "READ-COMMITTED", "SERIALIZABLE"}
		warn(slices.Contains(usual, s[name]), name, "set it to READ-COMMITTED or REPEATABLE-READ")
	}
	return found
}
