package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// checkPermissions looks for secrets that others can read.
func checkPermissions(_ context.Context, s *Subject) []Finding {
	if runtime.GOOS == "windows" {
		return fine("not checked on Windows")
	}
	secrets, err := filepath.Glob(filepath.Join(s.DataDir, "keys", "*"))
	if err != nil {
		return broken(err)
	}
	secrets = append(secrets, filepath.Join(s.DataDir, "config", "credentials.json"), filepath.Join(s.DataDir, "config", "users.xml"))
	var findings []Finding
	for _, path := range secrets {
		mode, ok, err := modeOf(path)
		if err != nil {
			return broken(err)
		}
		if ok && mode&0o077 != 0 {
			findings = append(findings, fault("chmod 600 "+path+"; who has read it knows the secret",
				"%s can be read or changed by others (%04o)", path, mode))
		}
		if ok && mode&0o400 == 0 {
			findings = append(findings, fault("chmod 600 "+path, "%s cannot be read by its owner (%04o)", path, mode))
		}
	}
	for _, path := range []string{s.DataDir, filepath.Join(s.DataDir, "keys")} {
		if mode, ok, err := modeOf(path); err == nil && ok && mode&0o077 != 0 {
			findings = append(findings, warn("chmod 700 "+path, "the folder %s is open to others (%04o)", path, mode))
		}
	}
	return orFine(findings, "keys and passwords are for their owner only")
}

// modeOf returns a file's permissions; not ok where there is no such file.
func modeOf(path string) (fs.FileMode, bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return info.Mode().Perm(), true, nil
}
