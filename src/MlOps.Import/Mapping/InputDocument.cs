using System.Text.Json;

namespace MlOps.Import.Mapping;

/// <summary>A document of a row that may have features.</summary>
/// <param name="column">Its column in the source.</param>
/// <param name="root">The document.</param>
internal sealed class InputDocument(string column, JsonElement root)
{
    public string Column => column;

    public JsonElement Root => root;

    /// <summary>Whether a feature was taken from it. If not, the document stays as it is.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>What remains of a document from which features were taken; null if that has no member.</summary>
    public string? Rest { get; private set; }

    public void Take(IReadOnlyCollection<(string Name, string Text)> rest) =>
        (IsTaken, Rest) = (true, rest.Count > 0 ? JsonMembers.Write(rest) : null);
}
