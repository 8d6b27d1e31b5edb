using MlOps.Domain.Patterns;

namespace MlOps.Testing;

/// <content>Patterns.</content>
public static partial class Build
{
    public static IdentifiedPattern IdentifiedPattern(string name = "long method", double confidence = 0.9, DateTimeOffset? at = null) =>
        Domain.Patterns.IdentifiedPattern.Identify("code_smell", name, confidence, at ?? Noon);

    public static PatternOccurrence PatternOccurrence(
        IdentifiedPattern pattern, string sourceId = "src/app.cs", DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Domain.Patterns.PatternOccurrence.Record(pattern.Id, "code_file", sourceId, at ?? Noon);
    }

    public static Recommendation Recommendation(
        string title = "Split the method", IdentifiedPattern? pattern = null, DateTimeOffset? at = null) =>
        Domain.Patterns.Recommendation.Propose("refactor", title, at ?? Noon, new RecommendationDetails { PatternId = pattern?.Id });
}
