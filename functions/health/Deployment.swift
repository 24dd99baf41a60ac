import Glibc
import JSONParser
import Web

/// What deploy/ says is in service.
struct Deployment {
    let name: String
    let kind: String
    let summary: String
    let release: JSON
    let commit: String
    /// When this release was put into service.
    let since: String?
    let processCount: Int

    /// Every function and worker, in the order of their names; none when nobody wrote it down.
    static func read(from path: String?) -> [Deployment] {
        guard let path, let json = try? JSON(parsing: contents(of: path)),
            case .array(let items) = json
        else { return [] }
        return items.map { item in
            Deployment(
                name: item["name"]?.text ?? "",
                kind: item["kind"]?.text ?? "",
                summary: item["summary"]?.text ?? "",
                release: item["release"] ?? .null,
                commit: item["commit"]?.text ?? "",
                since: item["since"]?.text,
                processCount: item["processes"]?.whole ?? 0
            )
        }
    }

    private static func contents(of path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}

extension JSON {
    fileprivate var whole: Int? {
        guard case .number(let digits) = self else { return nil }
        return Int(digits)
    }
}
