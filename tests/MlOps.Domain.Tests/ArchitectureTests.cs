using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace MlOps.Domain.Tests;

public class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(Entity).Assembly;

    private static readonly Type[] Entities =
        [.. Domain.GetTypes().Where(type => type.IsSubclassOf(typeof(Entity)) && !type.IsAbstract)];

    [Fact]
    public void The_domain_references_only_the_base_class_library() =>
        Assert.All(
            Domain.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name!, StringComparison.Ordinal));

    [Fact]
    public void The_domain_never_reads_a_clock()
    {
        var references = MemberReferences();

        Assert.Contains("DateTimeOffset.UnixEpoch", references);
        Assert.DoesNotContain(references, member => member is
            "DateTime.get_Now" or "DateTime.get_UtcNow" or "DateTime.get_Today" or
            "DateTimeOffset.get_Now" or "DateTimeOffset.get_UtcNow" or
            "TimeProvider.get_System" or "Environment.get_TickCount" or "Environment.get_TickCount64");
        Assert.DoesNotContain(references, member => member.StartsWith("Stopwatch.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_domain_makes_ids_only_from_the_event_time()
    {
        var provided = MemberReferences("Guid").Where(member => member is "Guid.NewGuid/0" or "Guid.CreateVersion7/0");

        Assert.Empty(provided);
        Assert.Contains("Guid.CreateVersion7/1", MemberReferences("Guid"));
    }

    [Fact]
    public void The_domain_itself_never_replaces_an_id_or_a_time()
    {
        Assert.Empty(CallersOf(nameof(Entity.ReplaceId)));
        Assert.Empty(CallersOf(nameof(Entity.ReplaceCreatedAt)));
        Assert.Contains(nameof(Entity.BelongTo), CallersOf("set_TenantId"));
    }

    [Fact]
    public void Only_the_import_the_server_and_the_generator_can_replace_ids()
    {
        Assert.DoesNotContain(
            typeof(Entity).GetMethods(), method => method.Name.StartsWith("Replace", StringComparison.Ordinal));
        Assert.Equal(
            ["MlOps.Domain.Tests", "MlOps.Import", "MlOps.Server", "mlops"],
            Domain.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Entities_have_no_public_constructor()
    {
        Assert.True(Entities.Length >= 13);
        Assert.All(Entities, type => Assert.Empty(type.GetConstructors()));
    }

    [Fact]
    public void Entities_have_a_constructor_for_the_persistence_layer() =>
        Assert.All(
            Entities, type => Assert.NotNull(type.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [])));

    [Fact]
    public void Entities_have_no_public_setter_and_no_public_field()
    {
        var writable = Entities.Append(typeof(Entity)).SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { IsPublic: true });
        var fields = Entities.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance));

        Assert.Empty(writable);
        Assert.Empty(fields);
    }

    [Fact]
    public void Only_predictions_and_events_can_be_derived_from() =>
        Assert.Equal(
            ["LearningEvent", "Prediction"], Entities.Where(type => !type.IsSealed).Select(type => type.Name).Order());

    [Fact]
    public void Every_entity_with_an_update_time_is_a_changing_entity() =>
        Assert.All(
            Entities.Where(type => type.GetProperty(nameof(ChangingEntity.UpdatedAt)) is not null),
            type => Assert.Equal(typeof(ChangingEntity), type.BaseType));

    [Fact]
    public void Each_concept_has_its_namespace()
    {
        string[] concepts =
        [
            "Registry", "Training", "Features", "Predictions", "Monitoring", "Retraining", "Evolution", "Patterns",
            "Experiments", "Telemetry", "Governance", "Tenancy", "Statistics", "Statistics.Samples", "Statistics.Drift",
            "Statistics.Performance",
        ];
        var allowed = concepts.Select(concept => $"MlOps.Domain.{concept}").ToHashSet();

        Assert.All(Entities, type => Assert.Contains(type.Namespace!, allowed));
        Assert.All(Domain.GetExportedTypes(), type => Assert.Contains(type.Namespace!, allowed.Append("MlOps.Domain")));
    }

    [Fact]
    public void Every_public_type_has_a_summary()
    {
        var summaries = XDocument.Load(Path.ChangeExtension(Domain.Location, ".xml")).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => member.Attribute("name")!.Value);

        var expected = Domain.GetExportedTypes().Select(type => $"T:{type.FullName!.Replace('+', '.')}");
        Assert.Empty(expected.Except(summaries));
    }

    private static HashSet<string> MemberReferences(string? withParameterCountOf = null)
    {
        using var file = new PEReader(File.OpenRead(Domain.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => (Member: member, Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent)))
                .Select(pair => (pair.Member, Type: metadata.GetString(pair.Type.Name)))
                .Where(pair => withParameterCountOf is null || pair.Type == withParameterCountOf)
                .Select(pair => $"{pair.Type}.{metadata.GetString(pair.Member.Name)}" +
                    (withParameterCountOf is null ? "" : $"/{ParameterCount(metadata, pair.Member)}")),
        ];
    }

    /// <summary>The methods of the domain that call another of its methods, found by its token in their code.</summary>
    private static IReadOnlyList<string> CallersOf(string called)
    {
        using var file = new PEReader(File.OpenRead(Domain.Location));
        var metadata = file.GetMetadataReader();
        var methods = metadata.MethodDefinitions
            .ToDictionary(handle => MetadataTokens.GetToken(handle), metadata.GetMethodDefinition);
        var calls = methods.Where(method => metadata.GetString(method.Value.Name) == called)
            .Select(method => BitConverter.GetBytes(method.Key)).ToList();
        Assert.NotEmpty(calls);
        return
        [
            .. methods.Values.Where(method => method.RelativeVirtualAddress != 0)
                .Where(method => file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is { } code
                    && calls.Exists(call => code.AsSpan().IndexOf(call) >= 0))
                .Select(method => metadata.GetString(method.Name)),
        ];
    }

    private static int ParameterCount(MetadataReader metadata, MemberReference member)
    {
        var signature = metadata.GetBlobReader(member.Signature);
        return signature.ReadSignatureHeader().Kind == SignatureKind.Method ? signature.ReadCompressedInteger() : -1;
    }
}
