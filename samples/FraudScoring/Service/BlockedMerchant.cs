using MlOps.Domain;

namespace Shop;

/// <summary>An ordinary table of a tenant.</summary>
public sealed class Glossary : Entity
{
    private Glossary()
    {
    }

    public Glossary(string term, DateTimeOffset at)
        : base(at) => Term = term;

    public string Term { get; private set; } = "";

    public GlossaryState GlossaryState { get; private set; }
}
