using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>An option without a value. Of the framework's own, a shell would complete True and False.</summary>
internal sealed class Flag : Option<bool>
{
    public Flag(string name, string description)
        : base(name) => (Description, Arity) = (description, ArgumentArity.Zero);
}
