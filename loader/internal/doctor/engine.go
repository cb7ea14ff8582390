package doctor

import (
	"context"
)

// open opens the database and says in what state it was; nil when it cannot be
// opened.
func open(ctx context.Context, s *Subject) (*Database, []Finding) {
	if !s.Server && !isFolder(s.DataDir) {
		return nil, []Finding{fault("see the finding on the folder", "there is no data folder, so the engine was not started and the database not looked at")}
	}
	database, err := s.Open(ctx)
	if err != nil {
		do := "mend what the other findings say and run doctor again; logs/engine.log and logs/engine-child.log in the data folder tell more"
		if s.Server {
			do = "see that the server of --clickhouse runs and lets this account in"
		}
		return nil, []Finding{fault(do, "the database cannot be opened, so it was not looked at: %v", err)}
	}
	if err := database.Conn.Ping(ctx); err != nil {
		do := "see logs/engine.log in the data folder; restart framsyn up or framsyn engine"
		if s.Server {
			do = "see that the server of --clickhouse runs and lets this account in"
		}
		_ = database.Close() // it does not answer anyway
		return nil, []Finding{fault(do, "the database does not answer, so it was not looked at: %v", err)}
	}
	switch {
	case s.Server:
		return &database, fine("the server answers")
	case database.Started:
		return &database, fine("the engine was down; it was started for this call and is stopped after it (framsyn up keeps it running)")
	}
	return &database, fine("the engine runs and answers")
}
