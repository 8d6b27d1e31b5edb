using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Postgres;

/// <summary>Reads families of annotations, whose names are a prefix and the name of a thing.</summary>
internal static class PrefixedAnnotations
{
    public static IEnumerable<(string Name, string Value)> Named(this IReadOnlyAnnotatable source, string prefix) =>
        source.GetAnnotations()
            .Where(annotation => annotation.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(annotation => (annotation.Name[prefix.Length..], (string)annotation.Value!));
}
