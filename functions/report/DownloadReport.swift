import FunctionRuntime
import PDF
import Store
import Web

/// The report as a file; it flows to the client as its pages are made.
struct DownloadReport: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/report.pdf",
        "Download the report of a week, a month or the days between two as a PDF.",
        access: .scope(.messagesRead),
        query: ReportQuery.fields + [ReportQuery.paper],
        answers: [.init(.ok, "The file.", mediaType: "application/pdf")]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (period, paper) = try Problem.gathering(
            { () throws(Problem) in try ReportQuery.period(of: request) },
            { () throws(Problem) in try Input(query: request.query).read(ReportQuery.paper) }
        )
        // Read before the head goes out, so that whatever is wrong is told by a status.
        let report = try database.report(period, of: request.caller.tenant)
        let document = ReportDocument(report, on: Paper(rawValue: paper) ?? .a4)
        return Response(
            .ok,
            headers: [
                "Content-Type": "application/pdf",
                "Content-Disposition": "attachment; \(document.fileName.headerParameter)",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { write in
                // The document keeps the way out only as long as it is made.
                try withoutActuallyEscaping(write) { write in try document.write(to: write) }
            }
        )
    }
}
