using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Operations.Backup;

[StandardNames("It runs the migrations of the library.")]
[OneVersionIsEnough]
public sealed class DamagedBackupTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    private StoredBackup _backup = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await PopulateAsync();
        _backup = await CreateAsync(new BackupOptions(Backups) { Scope = BackupScope.Critical });
    }

    [Fact]
    public async Task A_flipped_byte_is_found_and_named_and_nothing_of_such_a_backup_is_restored()
    {
        var file = _backup.PathOf(_backup.Manifest!.Tables.Single(table => table.Name == "retraining_decisions").Files[0]);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var backup = StoredBackup.Read(_backup.Path);
        Assert.Null(backup.Fault);
        Assert.Equal(
            [$"The file {Path.GetFileName(file)} was changed after it was written: it has another SHA-256."],
            await BackupVerification.CheckFilesAsync(backup));
        var target = await CreateTargetAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => RestoreAsync(backup, target));
        Assert.Equal(MlOpsError.BackupDamaged, error.Error);
        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
        Assert.All(
            await ReadAsync(target),
            line => Assert.True(line.StartsWith("ml_slices ", StringComparison.Ordinal) || line.EndsWith(" 0 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_missing_file_and_a_short_one_are_named_without_reading_any()
    {
        var (first, second) = (_backup.Manifest!.Files.First(), _backup.Manifest.Files.Last());
        File.AppendAllText(_backup.PathOf(second), "x");
        Assert.Equal(
            $"The file {second.Name} has {second.Bytes + 1} bytes, and had {second.Bytes} when it was written.",
            StoredBackup.Read(_backup.Path).Fault);
        File.Delete(_backup.PathOf(first));
        Assert.Equal($"The file {first.Name} is missing.", new BackupStore(Backups).List().Single().Fault);
    }

    [Fact]
    public void A_changed_manifest_is_noticed()
    {
        File.AppendAllText(Path.Combine(_backup.Path, "manifest.json"), "\n");
        var backup = StoredBackup.Read(_backup.Path);
        Assert.Equal(
            (null, "manifest.json does not have the hash that manifest.json.sha256 has."), ((object?)backup.Manifest, backup.Fault));
        File.Delete(Path.Combine(_backup.Path, "manifest.json"));
        Assert.Equal("manifest.json is missing.", StoredBackup.Read(_backup.Path).Fault);
    }

    [Fact]
    public async Task A_manifest_that_was_changed_with_its_hash_is_not_believed()
    {
        var hash = _backup.Manifest!.Tables.Single(table => table.Name == "ml_models").RowsHash;
        var backup = TamperedManifest.Write(_backup, text => text.Replace(hash, new string('0', 64), StringComparison.Ordinal));
        Assert.NotEqual(_backup.ManifestHash, backup.ManifestHash);
        Assert.Empty(await BackupVerification.CheckFilesAsync(backup));
        Assert.Equal(["The table ml_models has other rows after a restore than it had."], await VerifyAsync(backup));

        var chain = backup.Manifest!.Chains[0].Hash;
        backup = TamperedManifest.Write(backup, text => text.Replace(chain, new string('1', 64), StringComparison.Ordinal));
        Assert.Equal(2, (await VerifyAsync(backup)).Count);
    }

    [Theory]
    [InlineData("\"name\": \"ml_models\"", "\"name\": \"ml_models; DROP TABLE ml_models\"")]
    [InlineData("\"name\": \"ml_models\"", "\"name\": \"mlops_migrations\"")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"columns\": [", "\"columns\": null, \"other\": [")]
    [InlineData("{\n  \"format\"", "[\n  \"format\"")]
    public async Task A_hostile_manifest_is_refused(string text, string other)
    {
        var backup = TamperedManifest.Write(_backup, manifest => manifest.Replace(text, other, StringComparison.Ordinal));
        var target = await CreateTargetAsync();
        Assert.Equal(
            MlOpsError.BackupDamaged, (await Assert.ThrowsAsync<MlOpsException>(() => RestoreAsync(backup, target))).Error);
    }

    [Fact]
    public async Task A_manifest_cannot_name_a_file_elsewhere()
    {
        var file = _backup.Manifest!.Files.First();
        File.Move(_backup.PathOf(file), Path.Combine(Backups, file.Name));
        var backup = TamperedManifest.Write(_backup, text => text.Replace(file.Name, $"../{file.Name}", StringComparison.Ordinal));
        Assert.Equal($"The manifest names the file ../{file.Name}, which is not in the directory of the backup.", backup.Fault);
        Assert.Equal([backup.Fault!], await BackupVerification.CheckFilesAsync(backup));
    }

    [Fact]
    public async Task A_backup_of_another_program_is_refused()
    {
        var migration = _backup.Manifest!.Migration;
        var backup = TamperedManifest.Write(_backup, text => text.Replace(migration, "30000101000000_Later", StringComparison.Ordinal));
        var target = await CreateTargetAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => RestoreAsync(backup, target));
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
        Assert.Contains("30000101000000_Later", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync(target));
    }
}
