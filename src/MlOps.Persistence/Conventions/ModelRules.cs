using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Conventions;

/// <summary>Reads from the model how the rows of an entity may change.</summary>
internal static class ModelRules
{
    public const string AppendOnly = "MlOps:AppendOnly";
    public const string NotRecorded = "MlOps:NotRecorded";
    public const string FilledOnce = "MlOps:FilledOnce";
    public const string Revision = "MlOps:Revision";
    public const string Audited = "MlOps:Audited";
    public const string Author = "MlOps:Author";

    /// <summary>Whether an application may add rows, but neither change nor delete them.</summary>
    public static bool IsAppendOnly(this IReadOnlyEntityType entityType) => entityType.GetRootType()[AppendOnly] is true;

    /// <summary>Whether changes of the entity raise no learning events.</summary>
    public static bool IsNotRecorded(this IReadOnlyEntityType entityType) => entityType.GetRootType()[NotRecorded] is true;

    /// <summary>Whether each change of an entity is written into the audit log.</summary>
    public static bool IsAudited(this IReadOnlyEntityType entityType) => entityType.GetRootType()[Audited] is true;

    /// <summary>Whether each change of the property is written into the audit log.</summary>
    public static bool IsAudited(this IReadOnlyProperty property) => property[Audited] is true;

    /// <summary>Whether the property has the name of the author of a change.</summary>
    public static bool IsAuthor(this IReadOnlyProperty property) => property[Author] is true;

    /// <summary>Whether an upsert never replaces an existing value.</summary>
    public static bool IsFilledOnce(this IReadOnlyProperty property) => property[FilledOnce] is true;

    /// <summary>Whether the property counts the changes of its row.</summary>
    public static bool IsRevision(this IReadOnlyProperty property) => property[Revision] is true;
}
