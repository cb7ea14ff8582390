package clickhouse

// EnginePID is the process of the embedded engine that the session uses; 0 for a
// server.
func (s *Session) EnginePID() int {
	if s.engine != nil {
		return s.engine.ChildPID()
	}
	return s.found.ChildPID
}

// HTTPPort is the port of the HTTP protocol of the embedded engine on 127.0.0.1; 0
// for a server.
func (s *Session) HTTPPort() int {
	if s.engine != nil {
		return s.engine.HTTPPort()
	}
	return s.found.HTTPPort
}
