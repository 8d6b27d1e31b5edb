using MlOps.Domain.Registry;

namespace MlOps.Migrator.Registry;

/// <summary>What a user says of a model. What was not given is null, and is not compared with a model that exists.</summary>
internal sealed record ModelContent(string Name, string? ModelType, string? Framework, string? Owner, string? Description)
{
    public bool CanBeRegistered => ModelType is not null && Framework is not null;

    public Model Register(DateTimeOffset at) => Model.Register(Name, ModelType!, Framework!, at, Owner, Description);

    /// <summary>The names of what the stored model has otherwise.</summary>
    public IEnumerable<string> FindDifferences(Model stored)
    {
        if (Differs(ModelType, stored.ModelType))
            yield return $"type '{stored.ModelType}'";

        if (Differs(Framework, stored.Framework))
            yield return $"framework '{stored.Framework}'";

        if (Differs(Owner, stored.Owner))
            yield return $"owner '{stored.Owner}'";

        if (Differs(Description, stored.Description))
            yield return $"description '{stored.Description}'";
    }

    private static bool Differs(string? given, string? stored) => given is not null && given != stored;
}
