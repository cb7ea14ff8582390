package store

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/chtest"
)

// certificate makes a certificate for localhost, signed by itself, and its key.
func certificate(t *testing.T) (certPEM, keyPEM string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// tlsProxy answers with TLS for a ClickHouse that has none; it wants a client's
// certificate. It returns its address.
func tlsProxy(t *testing.T, target, certPEM, keyPEM string) string {
	t.Helper()
	pair, err := tls.X509KeyPair([]byte(certPEM), []byte(keyPEM))
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM([]byte(certPEM))
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go pipe(client, target)
		}
	}()
	return listener.Addr().String()
}

func pipe(client net.Conn, target string) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", target) //nolint:noctx // ends with the test's connections
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
}

func TestTLS(t *testing.T) {
	db := chtest.New(t)
	if !db.Target().Embedded() {
		t.Skip("the proxy stands before the embedded engine")
	}
	certPEM, keyPEM := certificate(t)
	otherCert, _ := certificate(t)
	address := tlsProxy(t, db.Target().Hosts()[0], certPEM, keyPEM)
	for _, test := range []struct {
		name  string
		tls   settings.TLS
		works bool
	}{
		{"CA and client certificate", settings.TLS{ServerName: "localhost", CACert: certPEM, ClientCert: certPEM, ClientKey: keyPEM}, true},
		{"without verifying", settings.TLS{SkipVerify: true, ClientCert: certPEM, ClientKey: keyPEM}, true},
		{"another CA", settings.TLS{ServerName: "localhost", CACert: otherCert, ClientCert: certPEM, ClientKey: keyPEM}, false},
		{"another name", settings.TLS{ServerName: "db.example.org", CACert: certPEM, ClientCert: certPEM, ClientKey: keyPEM}, false},
		{"no client certificate", settings.TLS{ServerName: "localhost", CACert: certPEM}, false},
	} {
		s := open(t, db, func(all map[string]any) {
			all["hosts"] = []string{address}
			all["tls"] = map[string]any{"enabled": true}
			all["pool"] = map[string]any{"dialTimeoutSeconds": 2}
		})
		s.settings.TLS = test.tls
		s.settings.TLS.Enabled = true
		n, failed := run(t, s, statement("SELECT 1"))
		if test.works && (failed != nil || n != 1) {
			t.Errorf("%s: %v", test.name, failed)
		}
		if !test.works && (failed == nil || failed.Class != Network || !strings.Contains(failed.Text("en"), "tls")) {
			t.Errorf("%s: %+v", test.name, failed)
		}
	}
}
