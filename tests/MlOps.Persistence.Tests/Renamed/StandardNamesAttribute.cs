using Xunit.v3;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>A test of the names of the library's own schema. The run under other names leaves it out.</summary>
/// <param name="reason">Why it is about these names.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class StandardNamesAttribute(string reason) : Attribute, ITraitAttribute
{
    public string Reason => reason;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Names", "Standard")];
}
