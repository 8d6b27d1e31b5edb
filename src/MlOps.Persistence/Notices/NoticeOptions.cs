using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Notices;

/// <summary>Where notices go.</summary>
public sealed class NoticeOptions
{
    /// <summary>The name of the sink that writes into the log of the process.</summary>
    public const string LogSinkName = "log";

    /// <summary>The sinks besides the log of the process. One with the name of that of the log takes its place.</summary>
    public IList<INoticeSink> Sinks { get; } = [];

    internal IReadOnlyList<INoticeSink> ListSinks(ILogger logger)
    {
        IReadOnlyList<INoticeSink> all = Sinks.Any(sink => sink.Name == LogSinkName) ? [.. Sinks] : [new LogSink(logger), .. Sinks];
        return all.GroupBy(sink => sink.Name).FirstOrDefault(sinks => sinks.Count() > 1)?.Key is { } twice
            ? throw new ArgumentException($"Two sinks have the name '{twice}'. Give each a name of its own.")
            : all;
    }
}
