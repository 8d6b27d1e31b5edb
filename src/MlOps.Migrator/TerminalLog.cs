using Microsoft.Extensions.Logging;

namespace MlOps.Migrator;

/// <summary>Shows what MlOps warns of while a command runs, such as a lock that it waits for.</summary>
internal sealed class TerminalLog : ILoggerProvider, ILogger
{
    private const string Categories = "MlOps";

    /// <summary>Of others nothing is shown: what goes wrong is reported once, by the command itself.</summary>
    public static void Add(ILoggingBuilder logging) =>
        logging.ClearProviders().AddProvider(new TerminalLog()).AddFilter<TerminalLog>(null, LogLevel.None)
            .AddFilter<TerminalLog>(Categories, LogLevel.Warning);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Terminal.Note(formatter(state, exception));

    public void Dispose()
    {
    }
}
