using System.Reflection;

namespace MlOps.Migrator.Tests;

/// <summary>The command in the form in which it is published: see CompiledAhead.targets.</summary>
internal static class PublishedCommand
{
    /// <summary>The file that `dotnet` runs.</summary>
    public static string File { get; } = typeof(PublishedCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(PublishedCommand)).Value!;
}
