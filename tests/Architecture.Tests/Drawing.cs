namespace Coder.Infra.Architecture.Tests;

/// <summary>
/// What <c>docs/architecture.md</c> draws, in its two blocks of text: a line names who it is about, and after it whom that may refer to.
/// Indented lines are folders of the room above them; <c>.</c> is the room's own folder, <c>*</c> every folder on a later line.
/// </summary>
internal sealed class Drawing
{
    private Drawing(IReadOnlyDictionary<string, IReadOnlyList<string>> rooms, IReadOnlyDictionary<string, Dictionary<string, IReadOnlyList<string>>> folders) =>
        (Rooms, Folders) = (rooms, folders);

    /// <summary>Each room, and the rooms that it may refer to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Rooms { get; }

    /// <summary>Of some rooms, each folder, and the folders that it may refer to.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, IReadOnlyList<string>>> Folders { get; }

    /// <summary>Reads the page.</summary>
    public static Drawing Read()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var folders = new Dictionary<string, Dictionary<string, IReadOnlyList<string>>>();
        foreach (var line in Block(page, "```text folders"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!line.StartsWith(' '))
                folders.Add(words[0], []);
            else
                folders.Last().Value.Add(words[0], words[1..]);
        }

        foreach (var room in folders.Values)
        {
            foreach (var (index, folder) in room.Keys.ToList().Index().Where(entry => room[entry.Item].Contains("*")))
                room[folder] = [.. room.Keys.Skip(index + 1)];
        }

        return new Drawing(Block(page, "```text rooms").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(words => words[0], IReadOnlyList<string> (words) => words[1..]), folders);
    }

    private static IEnumerable<string> Block(IEnumerable<string> page, string mark) => page.SkipWhile(line => line != mark).Skip(1).TakeWhile(line => line != "```");
}
