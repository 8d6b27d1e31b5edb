using Microsoft.AspNetCore.Http;

namespace MlOps.Server.Rest;

/// <summary>How a caller wants a request to be done, by its header Prefer.</summary>
/// <param name="ReturnsRows">Whether the answer has the rows.</param>
/// <param name="MergesDuplicates">Whether a row that is there is changed.</param>
/// <param name="IgnoresDuplicates">Whether a row that is there stays as it is.</param>
/// <param name="IsSingle">Whether exactly one row is expected, and returned by itself.</param>
internal sealed record RestPreferences(bool ReturnsRows, bool MergesDuplicates, bool IgnoresDuplicates, bool IsSingle)
{
    public static RestPreferences Read(HttpRequest request)
    {
        var words = request.Headers["Prefer"].SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).ToHashSet();
        return new RestPreferences(
            words.Contains("return=representation"),
            words.Contains("resolution=merge-duplicates"),
            words.Contains("resolution=ignore-duplicates"),
            request.Headers.Accept.ToString().Contains("application/vnd.pgrst.object+json", StringComparison.Ordinal));
    }
}
