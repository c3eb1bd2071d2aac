namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlParser
{
    private YamlNode BlockSequence(YamlNode node)
    {
        var start = _scanner.Take().Start;
        while (true)
        {
            var token = _scanner.Peek();
            if (token.Kind == YamlTokenKind.BlockEnd)
            {
                _scanner.Take();
                return node;
            }
            if (token.Kind != YamlTokenKind.BlockEntry)
                throw Error("did not find expected '-' indicator", token.Start, start);
            _scanner.Take();
            node.Children.Add(_scanner.Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd
                ? Empty()
                : Node(block: true, indentless: false));
        }
    }

    private YamlNode IndentlessSequence(YamlNode node)
    {
        while (_scanner.Peek().Kind == YamlTokenKind.BlockEntry)
        {
            _scanner.Take();
            node.Children.Add(_scanner.Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
                ? Empty()
                : Node(block: true, indentless: false));
        }
        return node;
    }

    private YamlNode BlockMapping(YamlNode node)
    {
        var start = _scanner.Take().Start;
        while (true)
        {
            var token = _scanner.Peek();
            switch (token.Kind)
            {
                case YamlTokenKind.Key:
                    _scanner.Take();
                    node.Children.Add(BlockMappingPart());
                    break;
                case YamlTokenKind.BlockEnd:
                    _scanner.Take();
                    return node;
                default:
                    throw Error("did not find expected key", token.Start, start);
            }
            if (_scanner.Peek().Kind == YamlTokenKind.Value)
            {
                _scanner.Take();
                node.Children.Add(BlockMappingPart());
            }
            else
            {
                node.Children.Add(Empty());
            }
        }
    }

    private YamlNode BlockMappingPart() =>
        _scanner.Peek().Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd ? Empty() : Node(block: true, indentless: true);

    private YamlNode FlowSequence(YamlNode node)
    {
        var start = _scanner.Take().Start;
        for (bool first = true; ; first = false)
        {
            var token = _scanner.Peek();
            if (token.Kind != YamlTokenKind.FlowSequenceEnd && !first)
            {
                if (token.Kind != YamlTokenKind.FlowEntry)
                    throw Error("did not find expected ',' or ']'", token.Start, start);
                _scanner.Take();
                token = _scanner.Peek();
            }
            if (token.Kind == YamlTokenKind.FlowSequenceEnd)
            {
                _scanner.Take();
                return node;
            }
            node.Children.Add(token.Kind == YamlTokenKind.Key ? SinglePair() : Node(block: false, indentless: false));
        }
    }

    // [key: value] is a sequence of a mapping.
    private YamlNode SinglePair()
    {
        _scanner.Take();
        var pair = new YamlNode(YamlNodeKind.Mapping);
        if (_scanner.Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            _scanner.Take();
            pair.Children.Add(Empty());
        }
        else
        {
            pair.Children.Add(Node(block: false, indentless: false));
        }
        pair.Children.Add(FlowValue(YamlTokenKind.FlowSequenceEnd));
        return pair;
    }

    private YamlNode FlowMapping(YamlNode node)
    {
        var start = _scanner.Take().Start;
        for (bool first = true; ; first = false)
        {
            var token = _scanner.Peek();
            if (token.Kind != YamlTokenKind.FlowMappingEnd && !first)
            {
                if (token.Kind != YamlTokenKind.FlowEntry)
                    throw Error("did not find expected ',' or '}'", token.Start, start);
                _scanner.Take();
                token = _scanner.Peek();
            }
            if (token.Kind == YamlTokenKind.FlowMappingEnd)
            {
                _scanner.Take();
                return node;
            }
            if (token.Kind != YamlTokenKind.Key)
            {
                node.Children.Add(Node(block: false, indentless: false));
                node.Children.Add(Empty());
                continue;
            }
            _scanner.Take();
            node.Children.Add(_scanner.Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd
                ? Empty()
                : Node(block: false, indentless: false));
            node.Children.Add(FlowValue(YamlTokenKind.FlowMappingEnd));
        }
    }

    private YamlNode FlowValue(YamlTokenKind end)
    {
        if (_scanner.Peek().Kind != YamlTokenKind.Value)
            return Empty();
        _scanner.Take();
        var next = _scanner.Peek().Kind;
        return next == YamlTokenKind.FlowEntry || next == end ? Empty() : Node(block: false, indentless: false);
    }
}
