import FuzzedParsers
import Glibc

/// libFuzzer's way in: it has the program's `main`, and calls this with one input after the other.
///
/// `FUZZ_PARSER` says which parser they are for; a name that there is not ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen.take(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let chosen: FuzzedParser = {
    let name = getenv("FUZZ_PARSER").map { String(cString: $0) } ?? ""
    guard let parser = FuzzedParser(rawValue: name) else {
        let line = "FUZZ_PARSER is one of \(FuzzedParser.allCases.map(\.rawValue))\n"
        write(STDERR_FILENO, line, line.utf8.count)
        exit(2)
    }
    return parser
}()
