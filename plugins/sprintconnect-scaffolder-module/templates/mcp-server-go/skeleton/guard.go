package main

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// guard refuses requests for other hosts and from pages of other origins. Without it a web page could talk to a server
// that listens on the reader's own machine, by having its own name resolve to 127.0.0.1 (DNS rebinding).
func guard(settings settings, next http.Handler) http.Handler {
	public := settings.publicURL
	origins := append([]string{public.Scheme + "://" + public.Host}, settings.allowedOrigins...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host := hostname(r.Host); !isLoopback(host) && !strings.EqualFold(host, public.Hostname()) {
			http.Error(w, "This server does not answer for that host", http.StatusMisdirectedRequest)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" && !slices.Contains(origins, origin) && !isLoopbackOrigin(origin) {
			http.Error(w, "Pages of that origin may not call this server", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostname is a Host header without its port.
func hostname(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		return host
	}
	return strings.Trim(header, "[]")
}

func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// isLoopbackOrigin is for pages on the machine of a developer, such as the MCP Inspector.
func isLoopbackOrigin(origin string) bool {
	page, err := url.Parse(origin)
	return err == nil && page.Scheme == "http" && isLoopback(page.Hostname())
}
