#!/usr/bin/env bash
# Makes the certificates of the tests anew: make.sh FOLDER. They are checked in, because they are
# valid for a hundred years and keytool takes its time.
set -euo pipefail
cd "$1"
rm -f certificates.p12

entry() { # ALIAS NAME [KEYTOOL OPTION...]
    local alias=$1 name=$2
    shift 2
    keytool -genkeypair -keystore certificates.p12 -storetype PKCS12 -storepass changeit -keyalg EC \
        -groupname secp256r1 -startdate 2020/01/01 -validity 36500 -alias "$alias" -dname "CN=$name" "$@"
}

entry authority "Test authority" -ext bc:critical=ca:true -ext ku:critical=keyCertSign
entry server localhost -signer authority -ext san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1
entry renewed localhost -signer authority -ext san=dns:localhost,ip:127.0.0.1
entry elsewhere elsewhere.test -signer authority -ext san=dns:elsewhere.test
entry expired localhost -signer authority -startdate 2020/01/01 -validity 365 -ext san=dns:localhost
entry self-signed localhost -ext san=dns:localhost
entry client "Test client" -signer authority -ext eku=clientAuth
entry other-authority "Other authority" -ext bc:critical=ca:true -ext ku:critical=keyCertSign
entry stranger localhost -signer other-authority -ext san=dns:localhost
entry other-client "Other client" -signer other-authority -ext eku=clientAuth
