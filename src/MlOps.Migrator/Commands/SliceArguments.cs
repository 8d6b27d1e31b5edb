using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A slice, by its first table and its name.</summary>
internal sealed class SliceArguments
{
    private readonly Argument<string> _table = new("table") { Description = "The first table of the slice, such as ml_predictions." };
    private readonly Argument<string> _slice = new("slice") { Description = "The name of the slice, such as 2026_08." };

    public void AddTo(Command verb)
    {
        verb.Add(_table);
        verb.Add(_slice);
    }

    public (string Table, string Slice) Of(ParseResult parsed) => (parsed.GetValue(_table)!, parsed.GetValue(_slice)!);
}
