namespace MlOps.Persistence.Maintenance.Verify;

/// <content>The texts of definitions, as long as a person reads them.</content>
internal sealed partial class CatalogueComparison
{
    private const int Shown = 160;
    private const int Before = 40;

    // Both from shortly before the first place at which they differ.
    private static (string Expected, string Found) Difference(string expected, string found)
    {
        var (one, other) = (Flatten(expected), Flatten(found));
        var first = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Cut(one, first), Cut(other, first));
    }

    // Of a right there is no more to say than the name does.
    private static string Show(CatalogueRow row) =>
        row.Kind is Kinds.Grant or Kinds.RoleRight ? "granted" : Cut(Flatten(row.Definition), 0);

    private static string Cut(string text, int place)
    {
        if (text.Length <= Shown)
            return text;

        var start = Math.Max(0, Math.Min(place - Before, text.Length - Shown));
        var end = Math.Min(text.Length, start + Shown);
        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }

    private static string Flatten(string text) => Spaces().Replace(text, " ").Trim();
}
