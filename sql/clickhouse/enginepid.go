package clickhouse

// EnginePID is the process of the embedded engine that the session uses; 0 for a
// server.
func (s *Session) EnginePID() int {
	if s.engine != nil {
		return s.engine.ChildPID()
	}
	return s.pid
}
