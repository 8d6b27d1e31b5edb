using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Features;

/// <summary>
/// Whether the arrays of a prediction end with the last place of its schema. Another program can store arrays of any length. What does
/// not fit has no known place, so all of it counts as missing.
/// </summary>
internal static class SchemaFit
{
    public static string Condition(SqlTable<Prediction> p, SqlTable<FeatureSchema> s) =>
        $"coalesce(array_upper({p[x => x.Features]}, 1), {s[x => x.NumberCount]}) = {s[x => x.NumberCount]} " +
        $"AND coalesce(array_upper({p[x => x.Categories]}, 1), {s[x => x.CategoryCount]}) = {s[x => x.CategoryCount]}";
}
