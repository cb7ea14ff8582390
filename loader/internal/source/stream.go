package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
)

// stream is the unpacked bytes of a delivered file or member.
type stream struct {
	io.Reader
	packed  *counter
	closers []io.Closer
}

// Close closes everything that was opened, the last first.
func (s *stream) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i].Close())
	}
	return errors.Join(errs...)
}

// counter counts the bytes of the file that were read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// guard stops an archive that unpacks to too much.
type guard struct {
	r      io.Reader
	packed *counter
	limits Limits
	n      int64
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.n += int64(n)
	const small = 100 << 20
	if g.n > g.limits.UnpackedBytes || g.n > small && g.n/max(g.packed.n, 1) > g.limits.Ratio {
		return 0, fmt.Errorf("%w: %d bytes from %d", ErrTooLarge, g.n, g.packed.n)
	}
	return n, asTruncated(err)
}

// openStream opens a file, unpacking .gz and the named member of a .zip.
func openStream(file, member string, limits Limits) (*stream, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	packed := &counter{r: f}
	s := &stream{Reader: packed, packed: packed, closers: []io.Closer{f}}
	switch {
	case member != "":
		err = s.openMember(f, member, limits)
	case hasSuffixFold(file, ".gz"):
		err = s.openGzip(limits)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *stream) openGzip(limits Limits) error {
	z, err := gzip.NewReader(s.packed)
	switch {
	case errors.Is(err, io.EOF):
		return ErrEmpty
	case err != nil:
		return fmt.Errorf("%w: gzip: %w", ErrFormat, asTruncated(err))
	}
	s.closers = append(s.closers, z)
	s.Reader = &guard{r: z, packed: s.packed, limits: limits}
	return nil
}

func (s *stream) openMember(f *os.File, member string, limits Limits) error {
	z, err := openZip(f)
	if err != nil {
		return err
	}
	for _, m := range z.File {
		if m.Name != member {
			continue
		}
		r, err := m.Open()
		if err != nil {
			return fmt.Errorf("%w: zip: %w", ErrFormat, err)
		}
		s.closers = append(s.closers, r)
		s.packed.n = int64(m.CompressedSize64)
		s.Reader = &guard{r: r, packed: s.packed, limits: limits}
		return nil
	}
	return fmt.Errorf("%w: no such member in the zip", ErrFormat)
}

func openZip(f *os.File) (*zip.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 {
		return nil, ErrEmpty
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%w: zip: %w", ErrFormat, err)
	}
	return z, nil
}

// Members lists the files in a zip; for any other file the one name "".
func Members(file string, limits Limits) ([]string, error) {
	if !hasSuffixFold(file, ".zip") {
		return []string{""}, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	z, err := openZip(f)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range z.File {
		switch {
		case m.FileInfo().IsDir(), strings.HasPrefix(path.Base(m.Name), "."), strings.HasPrefix(m.Name, "__MACOSX/"):
			continue
		case m.Flags&1 != 0:
			return nil, fmt.Errorf("%w: the zip is locked by a password: deliver it unlocked over a safe channel", ErrFormat)
		}
		names = append(names, m.Name)
	}
	if len(names) > limits.withDefaults().Members {
		return nil, fmt.Errorf("%w: %d members", ErrTooLarge, len(names))
	}
	if len(names) == 0 {
		return nil, ErrEmpty
	}
	return names, nil
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// spool unpacks what must be read at random places into a file that nobody else can
// see: it is removed as soon as it is open.
func spool(file, member string, limits Limits) (*os.File, error) {
	if member == "" && !hasSuffixFold(file, ".gz") {
		return os.Open(file)
	}
	s, err := openStream(file, member, limits)
	if err != nil {
		return nil, err
	}
	defer s.Close() //nolint:errcheck // opened for reading only
	f, err := os.CreateTemp("", "framsyn-*")
	if err != nil {
		return nil, err
	}
	err = os.Remove(f.Name())
	if err == nil {
		_, err = io.Copy(f, s)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
