package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestGuard(t *testing.T) {
	server := serveTest(t)
	for _, each := range []struct {
		header map[string]string
		status int
	}{
		{nil, 200},
		{map[string]string{"Host": "tools.example.com"}, 200},
		{map[string]string{"Host": "[::1]:8080"}, 200},
		{map[string]string{"Host": "evil.example.com"}, 421},
		{map[string]string{"Origin": "https://tools.example.com"}, 200},
		{map[string]string{"Origin": "http://localhost:6274"}, 200},
		{map[string]string{"Origin": "https://evil.example.com"}, 403},
		{map[string]string{"Origin": "null"}, 403},
	} {
		if status := server.post(t, each.header).StatusCode; status != each.status {
			t.Errorf("%v was answered %d, not %d", each.header, status, each.status)
		}
	}
}

func TestOtherPaths(t *testing.T) {
	for publicURL, other := range map[string]string{
		"https://tools.example.com/mcp": "/mcp/more",
		"https://tools.example.com/":    "/more",
	} {
		endpoint, _ := url.Parse(startServer(t, map[string]string{"PUBLIC_URL": publicURL}))
		response, err := http.Post(endpoint.Scheme+"://"+endpoint.Host+other, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != 404 {
			t.Errorf("%s is answered %d beside %s", other, response.StatusCode, publicURL)
		}
	}
}

func TestHealth(t *testing.T) {
	address, _ := url.Parse(serveTest(t).url)
	response, err := http.Get(address.Scheme + "://" + address.Host + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != 200 || string(body) != `{"status":"ok"}` {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

// lines are what a server logs, each of them a JSON object.
type lines chan map[string]any

func (l lines) Write(line []byte) (int, error) {
	object := map[string]any{}
	if err := json.Unmarshal(line, &object); err != nil {
		return 0, err
	}
	l <- object
	return len(line), nil
}

func TestStop(t *testing.T) {
	settings, err := readSettings(func(name string) string { return map[string]string{"PORT": "0"}[name] })
	if err != nil {
		t.Fatal(err)
	}
	logged := make(lines, 10)
	asked, ask := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(asked, settings, slog.New(slog.NewJSONHandler(logged, nil))) }()
	if line := <-logged; line["msg"] != "listening" {
		t.Errorf("logged %v", line)
	}
	ask()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it did not stop")
	}
}

func TestBadSettings(t *testing.T) {
	for name, value := range map[string]string{
		"PORT":       "none",
		"PUBLIC_URL": "tools.example.com",
		"LOG_LEVEL":  "loud",
	} {
		_, err := readSettings(func(each string) string { return map[string]string{name: value}[each] })
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}
