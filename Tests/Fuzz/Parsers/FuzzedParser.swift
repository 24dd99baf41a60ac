/// A parser that meets bytes of people, CRMs and providers, with what must hold whatever they are.
///
/// A crash, an overflow or a broken rule ends the process. `deploy/bench --fuzz` feeds each of them a
/// million inputs; the unit tests feed them the seeds, and noise.
package enum FuzzedParser: String, CaseIterable, Sendable {
    case json, forms, csv, templates, phones, mappings, adapters, answers, callbacks, signatures
    case words

    package func take(_ bytes: [UInt8]) {
        switch self {
        case .json: takeJSON(bytes)
        case .forms: takeForms(bytes)
        case .csv: takeCSV(bytes)
        case .templates: takeTemplate(bytes)
        case .phones: takePhone(bytes)
        case .mappings: takeMapping(bytes)
        case .adapters: takeAdapter(bytes)
        case .answers: takeAnswer(bytes)
        case .callbacks: takeCallback(bytes)
        case .signatures: takeSignature(bytes)
        case .words: takeWords(bytes)
        }
    }
}

/// A rule that held for every input until now.
func expect(_ holds: Bool, _ rule: String) {
    guard holds else { fatalError("Broken: \(rule)") }
}

/// The parts of an input that has several, with zeros between them; missing ones are empty.
func parts(_ bytes: [UInt8], _ count: Int) -> [[UInt8]] {
    let found = bytes.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
    return found.map(Array.init) + Array(repeating: [], count: count - found.count)
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
