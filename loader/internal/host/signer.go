package host

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	keyID    = "framsyn-host"
	audience = "org:1" // as Grafana writes its first organisation

	tokenLife = 10 * time.Minute // as Grafana's own tokens
)

// signer signs who is looking, by a key that lives as long as the host.
type signer struct {
	public jose.JSONWebKey
	sign   jose.Signer
	clock  func() time.Time
}

func newSigner(clock func() time.Time) (*signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("key of the host: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", keyID)
	sign, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, options)
	if err != nil {
		return nil, fmt.Errorf("signer of the host: %w", err)
	}
	public := jose.JSONWebKey{Key: key.Public(), KeyID: keyID, Algorithm: string(jose.ES256), Use: "sig"}
	return &signer{public: public, sign: sign, clock: clock}, nil
}

// token is a person's identity as Grafana signs it.
func (s *signer) token(p person) (string, error) {
	now := s.clock()
	token, err := jwt.Signed(s.sign).Claims(jwt.Claims{
		Issuer:   "framsyn host",
		Subject:  "user:1",
		Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(tokenLife)),
	}).Claims(map[string]any{
		"type": "user", "identifier": "1", "namespace": "default", "username": p.login(), "displayName": p.Title.SV, "role": p.OrgRole,
	}).Serialize()
	if err != nil {
		return "", fmt.Errorf("sign who is looking: %w", err)
	}
	return token, nil
}

// keys answers with the key that signatures are verified by.
func (s *signer) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.public}})
}
