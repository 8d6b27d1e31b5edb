using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A span of time.</summary>
/// <param name="name">The name, with its dashes.</param>
/// <param name="description">What the help says, without the value if none is given.</param>
/// <param name="usual">The span if none is given.</param>
/// <param name="allowsZero">Whether it may be nothing.</param>
internal sealed class SpanOption(string name, string description, TimeSpan usual, bool allowsZero = false) : ValueOption<TimeSpan>(
    name,
    $"{description}; {Span.Show(usual)} if not given.",
    "a number of seconds, or one with s, m, h or d, such as 15s, 5m, 1h or 7d",
    text => Span.Parse(text) is { } span && (allowsZero || span > TimeSpan.Zero) ? span : null)
{
    public TimeSpan Of(ParseResult parsed) => parsed.GetResult(this) is null ? usual : parsed.GetValue(this);
}
