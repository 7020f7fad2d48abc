// gorilla/websocket as a client.
//
// Usage: client ECHO CLOSING deflate|plain
package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	limit     = 60 * time.Second
	messages  = 300
	unit      = "wsboot ä世🚀 "
	blockSize = 64 * 1024
)

// Set by the linker.
var version string

var sizes = []int{0, 1, 125, 126, 65535, 65536, 16 * 1024 * 1024}

var closes = []struct {
	code   int
	reason string
}{{1000, ""}, {1000, "bye"}, {1001, "away"}, {3000, "library"}, {4999, strings.Repeat("ä", 61)}}

type target struct {
	echo, closing, expected string
}

type connection struct {
	*websocket.Conn
	compressed bool
}

// Opens a connection, uses it and ends it.
func (target target) with(address string, use func(*connection) error) error {
	dialer := websocket.Dialer{EnableCompression: target.expected == "deflate", HandshakeTimeout: limit}
	session, response, err := dialer.Dial(address, nil)
	if err != nil {
		return err
	}
	defer session.Close()
	if err := session.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	extensions := response.Header.Get("Sec-WebSocket-Extensions")
	return use(&connection{session, strings.HasPrefix(extensions, "permessage-deflate")})
}

// Sends a Close and returns the code of the answer.
func (session *connection) closeWith(code int, reason string) (int, error) {
	message := websocket.FormatCloseMessage(code, reason)
	if err := session.WriteControl(websocket.CloseMessage, message, time.Now().Add(limit)); err != nil {
		return 0, err
	}
	answer, _, err := session.closed()
	return answer, err
}

// Waits for the server's Close.
func (session *connection) closed() (int, string, error) {
	_, unexpected, err := session.ReadMessage()
	var status *websocket.CloseError
	if errors.As(err, &status) {
		return status.Code, status.Text, nil
	}
	if err == nil {
		err = fmt.Errorf("a message of %d bytes came instead of a Close", len(unexpected))
	}
	return 0, "", err
}

func (session *connection) expect(kind int, expected []byte, what string) error {
	actualKind, actual, err := session.ReadMessage()
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if actualKind != kind || !bytes.Equal(actual, expected) {
		return fmt.Errorf("%s: expected %d bytes of type %d, got %d of type %d, or others",
			what, len(expected), kind, len(actual), actualKind)
	}
	return nil
}

// Text of exactly so many bytes in UTF-8.
func textOf(size int) []byte {
	return []byte(strings.Repeat(unit, size/len(unit)) + strings.Repeat(".", size%len(unit)))
}

// Bytes in which DEFLATE finds nothing to save: what repeats is further away than its window reaches.
func bytesOf(size int) []byte {
	block := make([]byte, blockSize)
	state := uint32(0x9e3779b9)
	for position := range block {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		block[position] = byte(state)
	}
	return bytes.Repeat(block, size/blockSize+1)[:size]
}

func comesBack(target target, kind int, make func(int) []byte) error {
	return target.with(target.echo, func(session *connection) error {
		for _, size := range sizes {
			sent := make(size)
			if err := session.WriteMessage(kind, sent); err != nil {
				return err
			}
			if err := session.expect(kind, sent, fmt.Sprintf("echo of %d bytes", size)); err != nil {
				return err
			}
		}
		return nil
	})
}

func textComesBack(target target) error {
	return comesBack(target, websocket.TextMessage, textOf)
}

func binaryComesBack(target target) error {
	return comesBack(target, websocket.BinaryMessage, bytesOf)
}

func manyMessagesKeepTheirOrder(target target) error {
	message := func(number int) []byte {
		return append([]byte(fmt.Sprint(number, " ")), textOf(number*7)...)
	}
	return target.with(target.echo, func(session *connection) error {
		for number := 0; number < messages; number++ {
			if err := session.WriteMessage(websocket.TextMessage, message(number)); err != nil {
				return err
			}
		}
		for number := 0; number < messages; number++ {
			what := fmt.Sprint("message ", number)
			if err := session.expect(websocket.TextMessage, message(number), what); err != nil {
				return err
			}
		}
		return nil
	})
}

// The writer sends a fragment whenever its buffer, which is smaller than each part, is full.
func fragmentsAreJoined(target target) error {
	return target.with(target.echo, func(session *connection) error {
		writer, err := session.NextWriter(websocket.TextMessage)
		if err != nil {
			return err
		}
		var sent []byte
		for _, size := range []int{10000, 20000, 30000} {
			part := textOf(size)
			sent = append(sent, part...)
			if _, err := writer.Write(part); err != nil {
				return err
			}
		}
		if err := writer.Close(); err != nil {
			return err
		}
		return session.expect(websocket.TextMessage, sent, "echo of fragments")
	})
}

// Only who reads sees a Pong, so its handler sends a message whose echo ends the reading.
func pingsAreAnswered(target target) error {
	return target.with(target.echo, func(session *connection) error {
		answer, here := "", []byte("the pong is here")
		session.SetPongHandler(func(data string) error {
			answer = data
			return session.WriteMessage(websocket.TextMessage, here)
		})
		for _, size := range []int{0, 1, 125} {
			payload := bytesOf(size)
			deadline := time.Now().Add(limit)
			if err := session.WriteControl(websocket.PingMessage, payload, deadline); err != nil {
				return err
			}
			if err := session.expect(websocket.TextMessage, here, "pong"); err != nil {
				return err
			}
			if answer != string(payload) {
				return fmt.Errorf("pong: expected %q, got %q", payload, answer)
			}
		}
		return nil
	})
}

func closesAreEchoed(target target) error {
	for _, status := range closes {
		err := target.with(target.echo, func(session *connection) error {
			answer, err := session.closeWith(status.code, status.reason)
			if err == nil && answer != status.code {
				err = fmt.Errorf("answer to close code %d: got %d", status.code, answer)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func closesOfTheServerArrive(target target) error {
	for _, status := range closes {
		query := url.Values{"code": {fmt.Sprint(status.code)}, "reason": {status.reason}}
		err := target.with(target.closing+"?"+query.Encode(), func(session *connection) error {
			code, reason, err := session.closed()
			if err == nil && (code != status.code || reason != status.reason) {
				err = fmt.Errorf("the server's close with %d %q: got %d %q", status.code, status.reason, code, reason)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func compressionIsAsExpected(target target) error {
	return target.with(target.echo, func(session *connection) error {
		if session.compressed != (target.expected == "deflate") {
			return fmt.Errorf("expected %s, but negotiated is %v", target.expected, session.compressed)
		}
		return nil
	})
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "Usage: client ECHO CLOSING deflate|plain")
		os.Exit(2)
	}
	addresses := target{os.Args[1], os.Args[2], os.Args[3]}
	fmt.Printf("peer    gorilla/websocket %s\n", version)
	checks := []struct {
		name  string
		check func(target) error
	}{
		{"text comes back", textComesBack},
		{"binary comes back", binaryComesBack},
		{"many messages keep their order", manyMessagesKeepTheirOrder},
		{"fragments are joined", fragmentsAreJoined},
		{"pings are answered", pingsAreAnswered},
		{"closes are echoed", closesAreEchoed},
		{"closes of the server arrive", closesOfTheServerArrive},
		{"compression is as expected", compressionIsAsExpected},
	}
	failures := 0
	for _, each := range checks {
		if err := each.check(addresses); err != nil {
			failures++
			fmt.Printf("FAILED  %s: %v\n", each.name, err)
		} else {
			fmt.Printf("ok      %s\n", each.name)
		}
	}
	if failures > 0 {
		os.Exit(1)
	}
}
