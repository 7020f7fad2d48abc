// gorilla/websocket as a server.
//
// Usage: server deflate|plain
package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
)

// Set by the linker.
var version string

func echo(session *websocket.Conn, _ *http.Request) error {
	for {
		kind, message, err := session.ReadMessage()
		if err != nil {
			return err
		}
		if err := session.WriteMessage(kind, message); err != nil {
			return err
		}
	}
}

func closing(session *websocket.Conn, request *http.Request) error {
	code, err := strconv.Atoi(request.FormValue("code"))
	if err != nil {
		return err
	}
	message := websocket.FormatCloseMessage(code, request.FormValue("reason"))
	if err := session.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
		return err
	}
	_, _, err = session.ReadMessage()
	return err
}

func compression(session *websocket.Conn, _ *http.Request) error {
	answer := "plain"
	// the API does not tell, so look at what the connection has
	if !reflect.ValueOf(session).Elem().FieldByName("newCompressionWriter").IsNil() {
		answer = "deflate"
	}
	return session.WriteMessage(websocket.TextMessage, []byte(answer))
}

func accept(upgrader websocket.Upgrader, serve func(*websocket.Conn, *http.Request) error) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		session, err := upgrader.Upgrade(response, request, nil)
		if err != nil {
			fmt.Fprintln(os.Stderr, request.URL, err)
			return
		}
		defer session.Close()
		var closed *websocket.CloseError
		if err := serve(session, request); err != nil && !errors.As(err, &closed) {
			fmt.Fprintln(os.Stderr, request.URL, err)
		}
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "Usage: server deflate|plain")
		os.Exit(2)
	}
	upgrader := websocket.Upgrader{EnableCompression: os.Args[1] == "deflate"}
	http.HandleFunc("/echo", accept(upgrader, echo))
	http.HandleFunc("/closing", accept(upgrader, closing))
	http.HandleFunc("/compression", accept(upgrader, compression))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("peer    gorilla/websocket %s\n", version)
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	fmt.Fprintln(os.Stderr, http.Serve(listener, nil))
	os.Exit(1)
}
