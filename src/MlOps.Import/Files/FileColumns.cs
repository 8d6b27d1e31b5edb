using MlOps.Persistence;

namespace MlOps.Import.Files;

/// <summary>The columns that a kind of file can have.</summary>
/// <param name="isExact">Whether names are the same only if each character is. If not, neither case nor spaces at the ends count.</param>
/// <param name="names">The names by which files have each column, the usual one first.</param>
internal sealed class FileColumns(bool isExact, params string[][] names)
{
    private readonly Dictionary<string, int> _places = names
        .SelectMany((aliases, place) => aliases.Select(alias => (alias, place)))
        .ToDictionary(pair => pair.alias, pair => pair.place, isExact ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    public int Count => names.Length;

    /// <summary>The place of a column. Null if there is no column of this name.</summary>
    public int? Find(string name) => _places.TryGetValue(isExact ? name : name.Trim(), out var place) ? place : null;

    /// <summary>All names, for messages.</summary>
    public string Describe() => string.Join(", ", names.Select(aliases => string.Join(" or ", aliases)));

    /// <summary>The places of the columns that a header names.</summary>
    /// <exception cref="MlOpsException">It names a column that is not known, or one of them twice.</exception>
    public int[] ReadHeader(IReadOnlyList<string> header)
    {
        var places = new int[header.Count];
        foreach (var (i, name) in header.Index())
        {
            places[i] = Find(name) ?? throw new MlOpsException(
                MlOpsError.Configuration,
                $"The first line must name the columns, and '{Shorten(name)}' is none of {Describe()}. Correct the line, or add it.");
            if (Array.IndexOf(places, places[i]) < i)
                throw new MlOpsException(MlOpsError.Configuration, $"The first line names the column '{Shorten(name)}' twice.");
        }

        return places;
    }

    private static string Shorten(string name) => name.Length <= 100 ? name : $"{name[..100]}…";
}
