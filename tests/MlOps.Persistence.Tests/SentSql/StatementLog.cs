using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>Notes each distinct statement that goes to the server over data sources that log into it.</summary>
internal sealed class StatementLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<string, bool> _texts = new(StringComparer.Ordinal);
    private int _sent;

    /// <summary>What was sent, each text once.</summary>
    public IEnumerable<string> Texts => _texts.Keys.Order(StringComparer.Ordinal);

    /// <summary>How often something was sent.</summary>
    public int Sent => _sent;

    public NpgsqlDataSource CreateDataSource(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseLoggerFactory(this);
        return builder.Build();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> values)
            return;

        foreach (var (name, value) in values)
        {
            if (name == "CommandText")
                Add((string)value!);
            else if (name == "BatchCommands")
                Array.ForEach([.. (IEnumerable<string>)value!], Add);
        }
    }

    public void Dispose()
    {
    }

    private void Add(string text)
    {
        Interlocked.Increment(ref _sent);
        _texts.TryAdd(text, true);
    }
}
