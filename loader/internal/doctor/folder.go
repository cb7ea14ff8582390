package doctor

import (
	"context"
	"os"
	"path/filepath"
)

// checkFolder looks for the data folder.
func checkFolder(_ context.Context, s *Subject) []Finding {
	if s.Server {
		return fine("a server is used; the data folder holds keys and inbox only")
	}
	path := s.DataDir
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if !isFolder(path) {
		return []Finding{fault("name the right folder by --data, or make a new one by framsyn up or framsyn load", "there is no data folder %s", path)}
	}
	if !isFolder(filepath.Join(path, "engine")) {
		return []Finding{warn("name the right folder by --data; if it is to be a new one, framsyn up fills it", "the folder %s has no database in it yet", path)}
	}
	return fine("%s", path)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
