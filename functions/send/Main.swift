import FunctionRuntime

@main
enum Main {
    static func main() {
        Function("send", "Sends a test message at once.", endpoints: [SendTest.self]).run()
    }
}
