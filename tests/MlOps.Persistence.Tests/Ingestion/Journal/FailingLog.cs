using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>A log that fails where something serious has to be said.</summary>
internal sealed class FailingLog : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
            throw new InvalidOperationException("The log is full.");
    }
}
