using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using static MlOps.Postgres.RuleTexts;

namespace MlOps.Postgres.Slices;

/// <summary>Finds what PostgreSQL would refuse in a sliced table, and what would put a row into no slice.</summary>
internal static partial class SliceRules
{
    public static string? FindFault(IEntityType entityType) =>
        (entityType.FindSlice() is null ? null : FindTimeFault(entityType) ?? FindKeyFault(entityType))
        ?? FindPartsElsewhere(entityType)
        ?? FindForeignKeyFault(entityType);

    private static string? FindTimeFault(IEntityType entityType)
    {
        var id = entityType.FindProperty(entityType.FindSlicedBy()!)!;
        if (id.ClrType != typeof(Guid) || id.GetTypeMapping().Converter is not null)
            return $"it is sliced by {id.Name}, which is stored as {id.GetColumnType()} and so holds no time. Slice it by a Guid of " +
                "version 7 (Guid.CreateVersion7), which begins with the time it was made.";

        if (id.GetDefaultValueSql() is { } made && IdWithoutTime().IsMatch(made))
            return $"it is sliced by {id.Name}, but its default {made} makes ids that hold no time. Remove HasDefaultValueSql: EF " +
                "then makes ids of version 7, which begin with the time.";

        if (entityType.FindSliceTime() is { } time
            && entityType.FindProperty(time)!.GetColumnType() is var type
            && !(type.StartsWith("timestamp", StringComparison.Ordinal) && type.EndsWith("with time zone", StringComparison.Ordinal)))
            return $"the time of its slices is {time}, a column of type {type}. It must be a timestamp with time zone.";

        return null;
    }

    private static string? FindKeyFault(IEntityType entityType)
    {
        var slicedBy = entityType.FindSlicedBy()!;
        var key = entityType.FindPrimaryKey()?.Properties ?? [];
        if (key.All(property => property.Name != slicedBy))
            return $"it is sliced by {slicedBy}, so its key ({Names(key)}) must hold {slicedBy}.";

        foreach (var type in entityType.GetDerivedTypesInclusive())
        {
            var unique = type.GetDeclaredKeys().Select(other => other.Properties)
                .Concat(type.GetDeclaredIndexes().Where(index => index.IsUnique).Select(index => index.Properties))
                .FirstOrDefault(properties => properties.All(property => property.Name != slicedBy));
            if (unique is not null)
                return $"{Of(type, entityType)}a unique key or index of a sliced table must hold {slicedBy}, but ({Names(unique)}) " +
                    "does not: PostgreSQL checks each partition by itself.";

            if (type.GetDeclaredProperties().Any(property => property.GetColumnName() == "xmin"))
                return $"{Of(type, entityType)}a sliced table cannot have xmin as concurrency token: PostgreSQL cannot return it from an " +
                    "insert. Use a revision column.";
        }

        return null;
    }

    private static string? FindPartsElsewhere(IEntityType entityType) =>
        entityType.IsOwned() && entityType.GetWhole() is var whole && whole.FindSlice() is not null
        && !whole.GetDerivedTypesInclusive().Any(type => SharesTable(entityType, type))
            ? $"its table {entityType.GetTableName()} holds parts of {whole.DisplayName()}, which is sliced, and would not be sliced " +
                "with it. Keep the parts in the table of the whole (ToJson, or OwnsOne without ToTable), or make them an entity of " +
                "its own by IsSlicedWith."
            : null;

    private static string? FindForeignKeyFault(IEntityType entityType)
    {
        var root = entityType.FindSlice()?.Root;
        var keys = entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredForeignKeys())
            .Where(key => !SharesTable(key.DeclaringEntityType, key.PrincipalEntityType)
                || key.PrincipalEntityType.GetRootType() == entityType)
            .ToList();
        if (root is not null
            && keys.FirstOrDefault(key => key.PrincipalEntityType.FindSlice()?.Root == root && LeavesSlice(key)) is { } astray)
        {
            return $"{Of(astray.DeclaringEntityType, entityType)}its foreign key ({Names(astray.Properties)}) refers to " +
                $"{astray.PrincipalEntityType.DisplayName()} without {entityType.FindSlicedBy()}, so that it could refer to another " +
                "slice, where it is not looked for. Keep the id without a foreign key.";
        }

        return keys
            .FirstOrDefault(key => key.PrincipalEntityType.FindSlice() is { } principal && principal.Root != root) is { } foreign
            ? $"{Of(foreign.DeclaringEntityType, entityType)}it refers to {foreign.PrincipalEntityType.DisplayName()}, which is sliced" +
              $"{(root is null ? "" : " by another root")}. Slice it with that by IsSlicedWith, or keep the id without a foreign key."
            : null;
    }

    private static bool LeavesSlice(IForeignKey key) => !key.Properties.Zip(key.PrincipalKey.Properties).Any(pair =>
        pair.First.Name == key.DeclaringEntityType.FindSlicedBy() && pair.Second.Name == key.PrincipalEntityType.FindSlicedBy());

    // PostgreSQL's and uuid-ossp's functions for other versions than 7.
    [GeneratedRegex(@"\b(gen_random_uuid|uuidv4|uuid_generate_v(1|1mc|3|4|5))\b", RegexOptions.IgnoreCase)]
    private static partial Regex IdWithoutTime();
}
